-- For wrk: asks for the paths of a file in turn, signed in with a token, and says in JSON how it went.
local requests, nth = {}, 0

function init(args)
	for path in io.lines(args[1]) do
		requests[#requests + 1] = wrk.format("GET", path, args[2] and { Authorization = "Bearer " .. args[2] } or nil)
	end
end

function request()
	nth = nth % #requests + 1
	return requests[nth]
end

function done(summary, latency)
	local e = summary.errors
	io.write(string.format('\nRESULT {"n":%d,"seconds":%f,"bytes":%d,"failed":%d,"p50_ms":%f,"p99_ms":%f}\n', summary.requests,
		summary.duration / 1e6, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
		latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
