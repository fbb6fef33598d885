module fairlead.dev/rig/init

go 1.26.0
