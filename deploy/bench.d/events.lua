-- Stores one event a request, spread over the guilds. BENCH_EVENT: "message", each with an id of its own, or "member".
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")

local message = '","author_id":"200000000000000007","channel_id":"300000000000000008","message_id":"'
local member = '","joined_member_id":"'
local is_message = os.getenv("BENCH_EVENT") == "message"
local begin, prefix, counter = {}, "", 1000000

function init()
    local path = is_message and "stats/messages/sent" or "stats/members/joined"
    prefix = os.time() .. thread_number -- 11 digits, then 7 of the counter: no id comes twice
    for number = 1, guilds do
        local body = '{"guild_id":"' .. guild(number) .. (is_message and message or member)
        begin[number] = head("POST", path) .. "Content-Type: application/json\r\nContent-Length: "
            .. (#body + 18 + 2) .. "\r\n\r\n" .. body .. prefix
    end
end

function request()
    counter = counter + 1
    return begin[counter % guilds + 1] .. counter .. '"}'
end
