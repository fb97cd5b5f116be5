-- Lists the 10,000 rows of the first guild.
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")

local the_request

function init()
    the_request = head("GET", "stats/messages/sent?guild_id=" .. guild(1)) .. "\r\n"
end

function request()
    return the_request
end
