-- Checks a message whose text comes along, spread over 200 guilds with 100 triggers each, none of which matches.
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")

local begin, counter = {}, 1000000
local rest = '","channel_id":"300000000000000008","member_roles":["500000000000000001"],'
    .. '"member_id":"200000000000000007","content":"Good morning everyone, how is the weather over there?"}'

function init()
    local prefix = os.time() .. thread_number
    for number = 1, 200 do
        local body = '{"guild_id":"' .. guild(500000 + number) .. '","origin_message_id":"' .. prefix
        local line = head("POST", "check"):gsub("serverstats", "autoresponder")
        begin[number] = line .. "Content-Type: application/json\r\nContent-Length: "
            .. (#body + 7 + #rest) .. "\r\n\r\n" .. body
    end
end

function request()
    counter = counter + 1
    return begin[counter % 200 + 1] .. counter .. rest
end
