import Discord
