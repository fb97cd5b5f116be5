-- Reads the settings of one guild after the other.
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")

local requests, counter = {}, 0

function init()
    for number = 1, guilds do
        requests[number] = head("GET", "settings?guild_id=" .. guild(number)) .. "\r\n"
    end
end

function request()
    counter = counter + 1
    return requests[counter % guilds + 1]
end
