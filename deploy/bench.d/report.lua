-- What every script shares: the token, the guilds, and the one line that deploy/bench reads.
local file = assert(io.open(os.getenv("BENCH_TOKEN_FILE")))
local token = file:read("*l")
file:close()

guilds = tonumber(os.getenv("BENCH_GUILDS"))
first_guild = os.getenv("BENCH_FIRST_GUILD") -- 18 digits, as real ones have; kept as text, a double can't hold it

function guild(number)
    return first_guild:sub(1, -7) .. string.format("%06d", number)
end

function head(method, path)
    return method .. " /v1/modules/serverstats/" .. path .. " HTTP/1.1\r\nHost: localhost\r\n"
        .. "Authorization: Bearer " .. token .. "\r\n"
end

local threads = 0
function setup(thread)
    thread:set("thread_number", threads)
    threads = threads + 1
end

-- requests, microseconds, p50 and p99 in microseconds, failures
function done(summary, latency)
    local e = summary.errors
    io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99),
        e.connect + e.read + e.write + e.status + e.timeout))
end
