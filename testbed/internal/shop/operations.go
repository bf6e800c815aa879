package shop

const ms = 0.001

// Operations are listed callers first, so that one pass carries load down and one pass back carries latency up.
var Operations = []Operation{
	{Service: "frontend", Name: "home", Method: "GET", Route: "/", OK: 200, UserShare: 0.20, CPU: 6 * ms, Wait: 4 * ms, ReqBytes: 700, RespBytes: 42000, Transaction: "session_start",
		Calls: []Call{{To: "catalog.list", Fan: 1, Retries: 1, Timeout: 3}, {To: "recommendation.get", Fan: 0.5, Optional: true, Timeout: 1.5}}},
	{Service: "frontend", Name: "products", Method: "GET", Route: "/api/products", OK: 200, ClientError: 400, ClientErrorRatio: 0.004, UserShare: 0.26, CPU: 5 * ms, Wait: 2 * ms, ReqBytes: 600, RespBytes: 18000,
		Calls: []Call{{To: "catalog.list", Fan: 1, Retries: 1, Timeout: 3}}},
	{Service: "frontend", Name: "product", Method: "GET", Route: "/api/products/{id}", OK: 200, ClientError: 404, ClientErrorRatio: 0.02, UserShare: 0.26, CPU: 5 * ms, Wait: 2 * ms, ReqBytes: 600, RespBytes: 9000,
		Calls: []Call{{To: "catalog.get", Fan: 1, Retries: 1, Timeout: 3}, {To: "recommendation.get", Fan: 1, Optional: true, Timeout: 1.5}}},
	{Service: "frontend", Name: "cart", Method: "GET", Route: "/api/cart", OK: 200, UserShare: 0.08, CPU: 4 * ms, Wait: 2 * ms, ReqBytes: 800, RespBytes: 4000,
		Calls: []Call{{To: "auth.verify", Fan: 1, Retries: 1, Timeout: 2}, {To: "cart.get", Fan: 1, Retries: 1, Timeout: 2}}},
	{Service: "frontend", Name: "add", Method: "POST", Route: "/api/cart", OK: 201, ClientError: 400, ClientErrorRatio: 0.01, UserShare: 0.08, CPU: 5 * ms, Wait: 2 * ms, ReqBytes: 1100, RespBytes: 1500, Transaction: "add_to_cart",
		Calls: []Call{{To: "auth.verify", Fan: 1, Retries: 1, Timeout: 2}, {To: "cart.add", Fan: 1, Timeout: 2}}},
	{Service: "frontend", Name: "checkout", Method: "POST", Route: "/api/checkout", OK: 201, ClientError: 409, ClientErrorRatio: 0.01, UserShare: 0.05, CPU: 6 * ms, Wait: 3 * ms, ReqBytes: 2400, RespBytes: 1800,
		Calls: []Call{{To: "auth.verify", Fan: 1, Retries: 1, Timeout: 2}, {To: "checkout.place", Fan: 1, Timeout: 8}}},
	{Service: "frontend", Name: "login", Method: "POST", Route: "/api/login", OK: 200, ClientError: 401, ClientErrorRatio: 0.06, UserShare: 0.04, CPU: 4 * ms, Wait: 2 * ms, ReqBytes: 900, RespBytes: 900,
		Calls: []Call{{To: "auth.login", Fan: 1, Timeout: 3}}},
	{Service: "frontend", Name: "orders", Method: "GET", Route: "/api/orders", OK: 200, UserShare: 0.03, CPU: 5 * ms, Wait: 2 * ms, ReqBytes: 700, RespBytes: 7000,
		Calls: []Call{{To: "auth.verify", Fan: 1, Retries: 1, Timeout: 2}, {To: "orders.list", Fan: 1, Retries: 1, Timeout: 4}}},

	{Service: "checkout", Name: "place", Method: "POST", Route: "/checkout", OK: 201, CPU: 8 * ms, Wait: 4 * ms, ReqBytes: 2600, RespBytes: 1600, Transaction: "purchase",
		Calls: []Call{{To: "cart.get", Fan: 1, Retries: 1, Timeout: 2}, {To: "shipping.quote", Fan: 1, Timeout: 2},
			{To: "payment.charge", Fan: 1, Timeout: 5}, {To: "orders.create", Fan: 1, Timeout: 4}}},
	{Service: "cart", Name: "add", Method: "POST", Route: "/cart/items", OK: 201, CPU: 3 * ms, Wait: 1 * ms, ReqBytes: 900, RespBytes: 900,
		Calls: []Call{{To: "redis.set", Fan: 2, Timeout: 0.8}, {To: "catalog.get", Fan: 1, Retries: 1, Timeout: 2}}},
	{Service: "cart", Name: "get", Method: "GET", Route: "/cart", OK: 200, CPU: 2.5 * ms, Wait: 1 * ms, ReqBytes: 500, RespBytes: 3000,
		Calls: []Call{{To: "redis.get", Fan: 1, Timeout: 0.8}}},
	{Service: "payment", Name: "charge", Method: "POST", Route: "/charges", OK: 201, ClientError: 402, ClientErrorRatio: 0.02, CPU: 9 * ms, Wait: 3 * ms, ReqBytes: 1700, RespBytes: 900, Transaction: "payment",
		Calls: []Call{{To: PSP + ".charge", Fan: 1, Timeout: 4}, {To: "postgres.write", Fan: 2, Timeout: 3, Write: true}}},
	{Service: "orders", Name: "create", Method: "POST", Route: "/orders", OK: 201, CPU: 7 * ms, Wait: 2 * ms, ReqBytes: 2300, RespBytes: 700,
		Calls: []Call{{To: "postgres.write", Fan: 3, Timeout: 3, Write: true}}},
	{Service: "orders", Name: "list", Method: "GET", Route: "/orders", OK: 200, CPU: 6 * ms, Wait: 2 * ms, ReqBytes: 500, RespBytes: 6500,
		Calls: []Call{{To: "postgres.read", Fan: 1.5, Timeout: 3}}},
	{Service: "shipping", Name: "quote", Method: "POST", Route: "/quotes", OK: 200, CPU: 4 * ms, Wait: 8 * ms, ReqBytes: 900, RespBytes: 700,
		Calls: []Call{{To: "redis.get", Fan: 1, Optional: true, Timeout: 0.8}}},
	{Service: "recommendation", Name: "get", Method: "GET", Route: "/recommendations", OK: 200, CPU: 4 * ms, Wait: 5 * ms, ReqBytes: 500, RespBytes: 2500,
		Calls: []Call{{To: "catalog.get", Fan: 1, Timeout: 2}, {To: "redis.get", Fan: 1, Optional: true, Timeout: 0.8}}},
	{Service: "catalog", Name: "list", Method: "GET", Route: "/products", OK: 200, CPU: 3.5 * ms, Wait: 1 * ms, ReqBytes: 500, RespBytes: 15000,
		Calls: []Call{{To: "redis.get", Fan: 1, Optional: true, Timeout: 0.8}, {To: "postgres.read", Fan: 0.3, Timeout: 3}}},
	{Service: "catalog", Name: "get", Method: "GET", Route: "/products/{id}", OK: 200, ClientError: 404, ClientErrorRatio: 0.01, CPU: 2.5 * ms, Wait: 1 * ms, ReqBytes: 450, RespBytes: 5000,
		Calls: []Call{{To: "redis.get", Fan: 1, Optional: true, Timeout: 0.8}, {To: "postgres.read", Fan: 0.3, Timeout: 3}}},
	{Service: "auth", Name: "login", Method: "POST", Route: "/login", OK: 200, ClientError: 401, ClientErrorRatio: 0.06, CPU: 28 * ms, Wait: 2 * ms, ReqBytes: 700, RespBytes: 900, Transaction: "login",
		Calls: []Call{{To: "postgres.read", Fan: 2, Timeout: 3}, {To: "redis.set", Fan: 1, Timeout: 0.8}}},
	{Service: "auth", Name: "verify", Method: "POST", Route: "/verify", OK: 200, ClientError: 401, ClientErrorRatio: 0.01, CPU: 2 * ms, Wait: 0.5 * ms, ReqBytes: 600, RespBytes: 300,
		Calls: []Call{{To: "redis.get", Fan: 1, Timeout: 0.8}}},

	{Service: "redis", Name: "get", Method: "GET", CPU: 0.08 * ms, Wait: 0.2 * ms, ReqBytes: 90, RespBytes: 2500},
	{Service: "redis", Name: "set", Method: "SET", CPU: 0.1 * ms, Wait: 0.2 * ms, ReqBytes: 1500, RespBytes: 60},
	{Service: "postgres", Name: "read", Method: "SELECT", CPU: 1.8 * ms, Wait: 0.8 * ms, ReqBytes: 300, RespBytes: 4000},
	{Service: "postgres", Name: "write", Method: "INSERT", CPU: 2 * ms, Wait: 1.5 * ms, ReqBytes: 900, RespBytes: 120},
	{Service: PSP, Name: "charge", Method: "POST", Route: "/v1/charges", OK: 201, Wait: 90 * ms, ReqBytes: 1500, RespBytes: 1200},
}

// ProtocolOf names the protocol that a service speaks.
func ProtocolOf(service string) string {
	switch service {
	case "postgres":
		return Postgres
	case "redis":
		return Redis
	case PSP:
		return External
	default:
		return HTTP
	}
}
