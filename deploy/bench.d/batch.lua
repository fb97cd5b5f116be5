-- Stores 500 messages a request, each of another guild.
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")

local size = 500
local begin, prefix, counter, header = {}, "", 1000000, ""

function init()
    prefix = os.time() .. thread_number -- 11 digits, then 7 of the counter: no id comes twice
    for number = 1, guilds do
        begin[number] = '{"stat":"messages/sent","guild_id":"' .. guild(number)
            .. '","author_id":"200000000000000007","channel_id":"300000000000000008","message_id":"' .. prefix
    end
    header = head("POST", "stats/batch") .. "Content-Type: application/json\r\nContent-Length: "
        .. (#'{"events":[]}' + size * (#begin[1] + 7 + 2) + size - 1) .. "\r\n\r\n"
end

function request()
    local events = {}
    for place = 1, size do
        counter = counter + 1
        events[place] = begin[counter % guilds + 1] .. counter .. '"}'
    end
    return header .. '{"events":[' .. table.concat(events, ",") .. "]}"
end
