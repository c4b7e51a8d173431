import SessionModel
import Testing

@Suite("What an audit can look up")
struct AuditTestTests {
    @Test func `kinds, subjects and tools leave little to read, nothing else does`() {
        let selective: [AuditQuery] = [
            .kind("file.changed"), .subject("*.swift"), .tool("bash"),
        ]
        #expect(selective.allSatisfy { AuditTest($0).isSelective })
        let others: [AuditQuery] = [
            AuditQuery(), .actor("model:*"), .text("needle"), .branch("main"), .model("m"),
        ]
        #expect(others.allSatisfy { !AuditTest($0).isSelective })
    }
}
