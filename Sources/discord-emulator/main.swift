// The emulator's program; see Program.swift.
Program.run()
