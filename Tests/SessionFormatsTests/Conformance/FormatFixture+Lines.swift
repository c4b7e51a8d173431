@testable import SessionFormats

/// Formats of lines, as their tools write a conversation without tools.
extension FormatFixture {
    private static func time(_ number: Int) -> String { "2026-03-14T09:00:0\(number % 10).000Z" }

    static let pi = FormatFixture(
        format: .pi,
        turn: { number, answer in
            let above = number == 0 ? "null" : "\"a\(number - 1)\""
            return [
                #"{"type":"message","id":"q\#(number)","parentId":\#(above),"#
                    + #""timestamp":"\#(time(number))","message":{"role":"user","#
                    + #""content":[{"type":"text","text":"\#(question(number))"}],"#
                    + #""stopReason":null}}"#,
                #"{"type":"message","id":"a\#(number)","parentId":"q\#(number)","#
                    + #""timestamp":"\#(time(number))","message":{"role":"assistant","#
                    + #""stopReason":"stop","content":[{"type":"text","text":"\#(answer)"}],"#
                    + #""model":"m","usage":{"input":3,"output":2}}}"#,
            ]
        })

    static let gemini = FormatFixture(
        format: .gemini,
        turn: { number, answer in
            [
                #"{"id":"q\#(number)","timestamp":"\#(time(number))","type":"user","#
                    + #""content":[{"text":"\#(question(number))"}]}"#,
                #"{"id":"a\#(number)","timestamp":"\#(time(number))","type":"gemini","#
                    + #""content":"\#(answer)","tokens":{"input":3,"output":2,"cached":1},"#
                    + #""model":"m"}"#,
            ]
        })

    static let qwen = FormatFixture(
        format: .qwen,
        turn: { number, answer in
            let above = number == 0 ? "null" : "\"a\(number - 1)\""
            return [
                #"{"uuid":"q\#(number)","parentUuid":\#(above),"sessionId":"s","type":"user","#
                    + #""timestamp":"\#(time(number))","message":{"role":"user","#
                    + #""parts":[{"text":"\#(question(number))"}]}}"#,
                #"{"uuid":"a\#(number)","parentUuid":"q\#(number)","sessionId":"s","#
                    + #""type":"assistant","timestamp":"\#(time(number))","model":"m","#
                    + #""message":{"role":"model","parts":[{"text":"\#(answer)"}]}}"#,
            ]
        })

    static let copilot = FormatFixture(
        format: .copilot,
        turn: { number, answer in
            let above = number == 0 ? "null" : "\"a\(number - 1)\""
            return [
                #"{"type":"user.message","data":{"content":"\#(question(number))"},"#
                    + #""id":"q\#(number)","timestamp":"\#(time(number))","parentId":\#(above)}"#,
                #"{"type":"assistant.message","data":{"messageId":"m\#(number)","#
                    + #""content":"\#(answer)","toolRequests":[],"outputTokens":2},"#
                    + #""id":"a\#(number)","timestamp":"\#(time(number))","#
                    + #""parentId":"q\#(number)"}"#,
            ]
        })

    static let cursor = FormatFixture(
        format: .cursor,
        turn: { number, answer in
            [("user", question(number)), ("assistant", answer)].map { role, text in
                #"{"role":"\#(role)","message":{"content":[{"type":"text","text":"\#(text)"}]}}"#
            }
        })

    static let droid = FormatFixture(
        format: .droid,
        turn: { number, answer in
            let above = number == 0 ? "null" : "\"a\(number - 1)\""
            return [
                ("q\(number)", above, "user", question(number)),
                ("a\(number)", "\"q\(number)\"", "assistant", answer),
            ].map { id, above, role, text in
                #"{"type":"message","id":"\#(id)","parentId":\#(above),"#
                    + #""timestamp":"\#(time(number))","message":{"role":"\#(role)","#
                    + #""content":[{"type":"text","text":"\#(text)"}]}}"#
            }
        })

    /// What is asked is written twice.
    static let kimi = FormatFixture(
        format: .kimi,
        turn: { number, answer in
            let input = #"[{"type":"text","text":"\#(question(number))"}]"#
            return [
                #"{"type":"turn.prompt","input":\#(input),"origin":{"kind":"user"},"#
                    + #""time":178561281\#(number % 10)000}"#,
                #"{"type":"context.append_message","message":{"role":"user","#
                    + #""content":\#(input),"origin":{"kind":"user"}},"#
                    + #""time":178561281\#(number % 10)001}"#,
                #"{"type":"context.append_loop_event","event":{"type":"content.part","#
                    + #""stepUuid":"s\#(number)","part":{"type":"text","text":"\#(answer)"}},"#
                    + #""time":178561281\#(number % 10)002}"#,
            ]
        })

    static let grok = FormatFixture(
        format: .grok,
        turn: { number, answer in
            [
                #"{"type":"user","content":[{"type":"text","text":"\#(question(number))"}],"#
                    + #""prompt_index":\#(number)}"#,
                #"{"type":"assistant","content":"\#(answer)","model_id":"m"}"#,
            ]
        })

    static let antigravity = FormatFixture(
        format: .antigravity,
        turn: { number, answer in
            [
                ("USER_EXPLICIT", "USER_INPUT", question(number)),
                ("MODEL", "PLANNER_RESPONSE", answer),
            ].map { source, type, text in
                #"{"step_index":\#(number),"source":"\#(source)","type":"\#(type)","#
                    + #""status":"DONE","created_at":"\#(time(number))","content":"\#(text)"}"#
            }
        })
}
