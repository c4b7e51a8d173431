// Bodies, values of settings and states of projections are JSON: who imports this module, has it.
@_exported public import struct JSONText.JSON
