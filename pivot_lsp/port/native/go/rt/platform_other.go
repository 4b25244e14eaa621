//go:build !amd64 || amd64.v3

package rt

// On other processors, and from GOAMD64=v3 on, the compiler may fuse x*y + z, which CPython never does.
var _ = thisPlatformMayFuseFloatingPointOperations
