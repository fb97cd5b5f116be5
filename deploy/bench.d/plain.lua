-- The least a request can be; for nginx, and for Kennel's /livez.
dofile(os.getenv("BENCH_FOLDER") .. "/report.lua")
