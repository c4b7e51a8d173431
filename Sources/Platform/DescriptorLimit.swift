/// How many files, connections and the like the system lets this process have open at once.
public enum DescriptorLimit {
    /// Nil: the system does not say.
    public static var current: Int? {
        var limit = rlimit()
        #if canImport(Glibc)
            let found = getrlimit(__rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue)), &limit)
        #else
            let found = getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return found == 0 ? Int(clamping: limit.rlim_cur) : nil
    }
}
