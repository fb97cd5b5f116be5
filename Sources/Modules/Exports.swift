// All that a module is built on: it imports this room only.
@_exported import API
@_exported import Discord
@_exported import Effects
@_exported import Essentials
@_exported import EventLoop
@_exported import HTTP
@_exported import Jobs
@_exported import Postgres
