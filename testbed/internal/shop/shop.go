// Package shop holds the static plan of the simulated shop: services, operations, calls and nodes.
package shop

// Kinds of Kubernetes workloads in the plan.
const (
	Deployment  = "Deployment"
	StatefulSet = "StatefulSet"
	DaemonSet   = "DaemonSet"
)

// Protocols of calls.
const (
	HTTP     = "http"
	Postgres = "postgres"
	Redis    = "redis"
	External = "https"
)

const mib = 1 << 20

// Service is one workload. CPU is in cores, memory in bytes, times in seconds.
type Service struct {
	Name, Namespace, Kind, Image string
	Replicas, Port               int
	CPURequest, CPULimit         float64 // a limit of 0 means none
	CPUIdle                      float64
	MemRequest, MemLimit         float64
	MemBase, MemPerRPS           float64
	JVM                          bool
	PoolMax                      int // database connections of each pod; 0 means no pool
}

// Operation is one thing that a service does on request: an HTTP route, or a database command.
type Operation struct {
	Service, Name       string
	Method, Route       string
	OK, ClientError     int     // status codes
	ClientErrorRatio    float64 // share of requests answered with ClientError
	UserShare           float64 // share of the users' requests that enter here
	CPU, Wait           float64 // seconds of CPU and of other own time per request
	Transaction         string  // business transaction that one request completes
	ReqBytes, RespBytes float64
	Calls               []Call
}

// Call is one use of another operation. Fan is the mean number of calls per request.
type Call struct {
	To       string // "service.operation"
	Fan      float64
	Optional bool // a failure degrades the answer instead of failing it
	Retries  int
	Timeout  float64 // seconds
	Write    bool    // a database write, which waits for the disk
}

// Node is one machine of the cluster.
type Node struct {
	Name, IP       string
	CPUs           int
	Memory         float64 // bytes
	LinkBytes      float64 // bytes per second of the network interface
	Disk           float64 // bytes
	ConntrackLimit float64
}

// Nodes are the three machines of the shop's cluster.
var Nodes = []Node{
	{Name: "node-a", IP: "10.20.0.11", CPUs: 4, Memory: 16384 * mib, LinkBytes: 125e6, Disk: 120e9, ConntrackLimit: 131072},
	{Name: "node-b", IP: "10.20.0.12", CPUs: 4, Memory: 16384 * mib, LinkBytes: 125e6, Disk: 120e9, ConntrackLimit: 131072},
	{Name: "node-c", IP: "10.20.0.13", CPUs: 4, Memory: 16384 * mib, LinkBytes: 125e6, Disk: 120e9, ConntrackLimit: 131072},
}

// PeakRPS is the users' request rate at the busiest hour of a weekday.
const PeakRPS = 300.0

// Services are all workloads; DNS and the log shipper take part without operations of their own.
var Services = []Service{
	{Name: "frontend", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/frontend:4.18.0", Replicas: 3, Port: 8080,
		CPURequest: 0.5, CPULimit: 1.6, CPUIdle: 0.02, MemRequest: 256 * mib, MemLimit: 512 * mib, MemBase: 180 * mib, MemPerRPS: 0.6 * mib},
	{Name: "checkout", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/checkout:2.9.3", Replicas: 2, Port: 8080,
		CPURequest: 0.25, CPULimit: 1, CPUIdle: 0.02, MemRequest: 512 * mib, MemLimit: 768 * mib, MemBase: 380 * mib, MemPerRPS: 2 * mib, JVM: true},
	{Name: "cart", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/cart:3.2.1", Replicas: 2, Port: 8080,
		CPURequest: 0.2, CPULimit: 0.8, CPUIdle: 0.01, MemRequest: 128 * mib, MemLimit: 256 * mib, MemBase: 90 * mib, MemPerRPS: 0.4 * mib},
	{Name: "catalog", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/catalog:7.4.0", Replicas: 3, Port: 8080,
		CPURequest: 0.4, CPULimit: 1.4, CPUIdle: 0.02, MemRequest: 512 * mib, MemLimit: 1024 * mib, MemBase: 520 * mib, MemPerRPS: 0.8 * mib, JVM: true, PoolMax: 10},
	{Name: "payment", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/payment:5.0.7", Replicas: 2, Port: 8080,
		CPURequest: 0.25, CPULimit: 1, CPUIdle: 0.02, MemRequest: 512 * mib, MemLimit: 768 * mib, MemBase: 360 * mib, MemPerRPS: 2 * mib, JVM: true, PoolMax: 5},
	{Name: "orders", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/orders:6.1.2", Replicas: 2, Port: 8080,
		CPURequest: 0.3, CPULimit: 1, CPUIdle: 0.02, MemRequest: 512 * mib, MemLimit: 768 * mib, MemBase: 400 * mib, MemPerRPS: 2 * mib, JVM: true, PoolMax: 5},
	{Name: "shipping", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/shipping:1.14.0", Replicas: 2, Port: 8080,
		CPURequest: 0.1, CPULimit: 0.5, CPUIdle: 0.01, MemRequest: 96 * mib, MemLimit: 192 * mib, MemBase: 70 * mib, MemPerRPS: 0.5 * mib},
	{Name: "recommendation", Namespace: "shop", Kind: Deployment, Image: "registry.shop.example/recommendation:2.3.5", Replicas: 2, Port: 8080,
		CPURequest: 0.3, CPULimit: 1, CPUIdle: 0.02, MemRequest: 384 * mib, MemLimit: 768 * mib, MemBase: 350 * mib, MemPerRPS: 1 * mib},
	{Name: "redis", Namespace: "shop", Kind: StatefulSet, Image: "docker.io/library/redis:8.2", Replicas: 1, Port: 6379,
		CPURequest: 0.2, CPULimit: 1, CPUIdle: 0.01, MemRequest: 512 * mib, MemLimit: 1024 * mib, MemBase: 460 * mib},
	{Name: "auth", Namespace: "platform", Kind: Deployment, Image: "registry.shop.example/auth:9.0.1", Replicas: 2, Port: 8080,
		CPURequest: 0.3, CPULimit: 1.2, CPUIdle: 0.02, MemRequest: 256 * mib, MemLimit: 512 * mib, MemBase: 210 * mib, MemPerRPS: 0.5 * mib, PoolMax: 5},
	{Name: "postgres", Namespace: "platform", Kind: StatefulSet, Image: "docker.io/library/postgres:18.1", Replicas: 1, Port: 5432,
		CPURequest: 0.6, CPULimit: 2, CPUIdle: 0.04, MemRequest: 2048 * mib, MemLimit: 4096 * mib, MemBase: 2300 * mib},
	{Name: "coredns", Namespace: "platform", Kind: Deployment, Image: "registry.k8s.io/coredns/coredns:v1.12.4", Replicas: 2, Port: 53,
		CPURequest: 0.1, CPULimit: 0.5, CPUIdle: 0.01, MemRequest: 70 * mib, MemLimit: 170 * mib, MemBase: 48 * mib},
	{Name: "log-shipper", Namespace: "platform", Kind: DaemonSet, Image: "docker.io/fluent/fluent-bit:4.1.1", Replicas: 3, Port: 2020,
		CPURequest: 0.1, CPULimit: 0, CPUIdle: 0.08, MemRequest: 100 * mib, MemLimit: 400 * mib, MemBase: 120 * mib},
}

// PSP is the payment service provider outside the cluster.
const PSP = "api.psp.example"

// OwnService tells whether the operation runs inside the cluster.
func (o Operation) OwnService() bool { return o.Service != PSP }
