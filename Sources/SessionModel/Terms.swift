// Digests, times and names are what the log speaks of, too: who imports this module, has them.
@_exported public import SessionTerms
