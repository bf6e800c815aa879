package documents

import (
	"fmt"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/testbed/internal/model"
)

// podNews is what was last heard of a pod, to tell what changed.
type podNews struct {
	restarts int
	state    model.PodState
}

// event is one Kubernetes event as Elastic Agent collects it.
type event struct {
	kind, namespace, name, reason, text string
	warning                             bool
	count                               int
	node                                string
}

func (s step) event(at time.Time, e event) {
	d := dataset(doc{"orchestrator.cluster.name": Cluster}, "metrics", "kubernetes.event")
	d["kubernetes.namespace"] = e.namespace
	d["kubernetes.event.reason"], d["kubernetes.event.message"] = e.reason, e.text
	d["kubernetes.event.type"] = "Normal"
	if e.warning {
		d["kubernetes.event.type"] = "Warning"
	}
	d["kubernetes.event.count"] = max(e.count, 1)
	d["kubernetes.event.involved_object.kind"] = e.kind
	d["kubernetes.event.involved_object.name"] = e.name
	d["kubernetes.event.involved_object.namespace"] = e.namespace
	d["message"] = e.text
	if e.node != "" {
		d["kubernetes.node.name"], d["host.name"] = e.node, e.node
	}
	s.put(events, at, d)
}

// podEvents tells what happened to the shop's pods since the last step.
func (s step) podEvents() {
	seen := make(map[string]podNews, len(s.w.Pods))
	for _, p := range s.w.Pods {
		last, known := s.heard[p.Name]
		now := podNews{p.Restarts, p.State}
		seen[p.Name] = now
		if known && now != last {
			s.podChanged(p, last)
		}
	}
	s.heard = seen
	for _, n := range s.w.Nodes {
		if !n.Ready() && s.every("notready."+n.Plan.Name, 20*time.Second) {
			s.event(s.w.Now, event{kind: "Node", name: n.Plan.Name, reason: "NodeNotReady", text: "Node " + n.Plan.Name + " status is now: NodeNotReady", warning: true, node: n.Plan.Name})
		}
	}
}

func (s step) podChanged(p *model.Pod, last podNews) {
	plan := s.w.Services[p.Service].Plan
	e := event{kind: "Pod", namespace: plan.Namespace, name: p.Name, node: s.w.Nodes[p.Node].Plan.Name, warning: true, count: p.Restarts}
	switch {
	case p.Restarts != last.restarts && p.LastReason == "OOMKilled":
		e.reason, e.text = "OOMKilling", "Memory cgroup out of memory: Killed process of container "+plan.Name
	case p.Restarts != last.restarts:
		e.reason, e.text = "BackOff", "Back-off restarting failed container "+plan.Name
	case p.State == model.StateReady:
		e.reason, e.text, e.warning, e.count = "Started", "Started container "+plan.Name, false, 1
	case last.state == model.StateReady:
		e.reason, e.text, e.count = "Unhealthy", "Readiness probe failed: context deadline exceeded", 1
	default:
		return
	}
	s.event(s.w.Now, e)
}

// background is what goes on in the cluster's other namespaces. None of it is enough for an alert.
var background = []struct {
	every time.Duration
	event event
}{
	{11 * time.Minute, event{kind: "Pod", namespace: "staging", name: "preview-42-6c9f7b8d5-x7k2p", reason: "BackOff", text: "Back-off restarting failed container preview", warning: true, count: 14, node: "node-b"}},
	{13 * time.Minute, event{kind: "Pod", namespace: "staging", name: "preview-42-6c9f7b8d5-x7k2p", reason: "Unhealthy", text: "Readiness probe failed: HTTP probe failed with statuscode: 503", warning: true, count: 3, node: "node-b"}},
	{17 * time.Minute, event{kind: "Deployment", namespace: "staging", name: "preview-42", reason: "ProgressDeadlineExceeded", text: "ReplicaSet preview-42-6c9f7b8d5 has timed out progressing", warning: true}},
	{19 * time.Minute, event{kind: "ReplicaSet", namespace: "staging", name: "preview-42-6c9f7b8d5", reason: "FailedCreate", text: "Error creating: exceeded quota: staging, requested: cpu=2", warning: true}},
	{14 * time.Minute, event{kind: "HorizontalPodAutoscaler", namespace: "shop", name: "frontend", reason: "SuccessfulRescale", text: "New size: 3; reason: All metrics below target"}},
	{21 * time.Minute, event{kind: "Pod", namespace: "batch", name: "thumbnails-29384-8xq2m", reason: "Preempted", text: "Preempted by a pod of higher priority on node node-c", node: "node-c"}},
	{23 * time.Minute, event{kind: "Pod", namespace: "batch", name: "thumbnails-29384-8xq2m", reason: "Evicted", text: "The node was low on resource: ephemeral-storage", warning: true, node: "node-c"}},
	{18 * time.Minute, event{kind: "Job", namespace: "batch", name: "nightly-report-29384", reason: "BackoffLimitExceeded", text: "Job has reached the specified backoff limit", warning: true}},
	{6 * time.Minute, event{kind: "Pod", namespace: "batch", name: "thumbnails-29385-4bz9w", reason: "Killing", text: "Stopping container thumbnails", node: "node-c"}},
	{4 * time.Minute, event{kind: "CronJob", namespace: "batch", name: "thumbnails", reason: "SuccessfulCreate", text: "Created job thumbnails-29385"}},
}

func (s step) clusterEvents() {
	for i, b := range background {
		if s.every(fmt.Sprintf("event.%d", i), b.every) {
			s.event(s.when("event"), b.event)
		}
	}
}

// request is one call of the Kubernetes API.
type request struct {
	user, verb, resource, namespace, name, group, subresource, agent, impersonated string
	code                                                                           int
}

const (
	gitops = "system:serviceaccount:gitops:gitops-controller"
	robot  = "system:serviceaccount:staging:preview-bot"
	human  = "mara@shop.example"
)

// apiCalls are the calls that the audit log shows again and again.
var apiCalls = []struct {
	every   time.Duration
	request request
}{
	{10 * time.Second, request{user: "system:serviceaccount:kube-system:deployment-controller", verb: "update", resource: "deployments", namespace: "shop", name: "frontend", group: "apps", agent: "kube-controller-manager", code: 200}},
	{15 * time.Second, request{user: gitops, verb: "list", resource: "deployments", namespace: "shop", group: "apps", agent: "gitops-controller/2.8", code: 200}},
	{90 * time.Second, request{user: gitops, verb: "patch", resource: "configmaps", namespace: "shop", name: "feature-flags", agent: "gitops-controller/2.8", code: 200}},
	{4 * time.Minute, request{user: gitops, verb: "update", resource: "secrets", namespace: "platform", name: "postgres-credentials", agent: "gitops-controller/2.8", code: 200}},
	{75 * time.Second, request{user: "", verb: "get", resource: "pods", namespace: "", agent: "curl/8.14.1", code: 401}},
	{2 * time.Minute, request{user: robot, verb: "list", resource: "secrets", namespace: "platform", agent: "preview-bot/0.3", code: 403}},
	{3 * time.Minute, request{user: "system:anonymous", verb: "get", resource: "nodes", agent: "Go-http-client/2.0", code: 403}},
	{5 * time.Minute, request{user: gitops, verb: "get", resource: "secrets", namespace: "shop", name: "payment-api-key", agent: "gitops-controller/2.8", code: 200}},
	{13 * time.Minute, request{user: human, verb: "create", resource: "pods", namespace: "shop", name: "orders-0", subresource: "exec", agent: "kubectl/v1.36.3", code: 101}},
	{16 * time.Minute, request{user: gitops, verb: "patch", resource: "rolebindings", namespace: "staging", name: "preview-deployers", group: "rbac.authorization.k8s.io", agent: "gitops-controller/2.8", code: 200}},
	{26 * time.Minute, request{user: human, verb: "list", resource: "pods", namespace: "platform", agent: "kubectl/v1.36.3", impersonated: "system:admin", code: 200}},
}

func (s step) auditLog() {
	for i, a := range apiCalls {
		if s.every(fmt.Sprintf("audit.%d", i), a.every) {
			s.audited(s.when("audit"), a.request)
		}
	}
}

func (s step) audited(at time.Time, r request) {
	d := dataset(doc{"orchestrator.cluster.name": Cluster, "event.kind": "event"}, "logs", "kubernetes.audit_logs")
	set := func(field, value string) {
		if value != "" {
			d["kubernetes.audit."+field] = value
		}
	}
	set("verb", r.verb)
	set("stage", "ResponseComplete")
	set("level", "Metadata")
	set("auditID", s.id("audit", 32))
	set("user.username", r.user)
	set("userAgent", r.agent)
	set("objectRef.resource", r.resource)
	set("objectRef.namespace", r.namespace)
	set("objectRef.name", r.name)
	set("objectRef.apiGroup", r.group)
	set("objectRef.subresource", r.subresource)
	set("impersonatedUser.username", r.impersonated)
	d["kubernetes.audit.responseStatus.code"] = r.code
	d["kubernetes.audit.sourceIPs"] = []string{"10.20.0.10"}
	d["event.outcome"] = outcome(r.code >= 400)
	d["message"] = strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s/%s %s: %d", r.user, r.verb, r.resource, r.namespace, r.name, r.subresource, r.code)), " ")
	s.put(audit, at, d)
}
