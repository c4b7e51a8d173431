@testable import SessionFormats

/// Formats of one document, here with a record a line.
extension FormatFixture {
    static let chatGPT = FormatFixture(
        format: .chatGPT,
        frame: (#"[{"title":"Talk","id":"c1","create_time":1695326273.9,"mapping":{"#, ",", "}}]"),
        turn: { number, answer in
            let above = number == 0 ? "null" : "\"a\(number - 1)\""
            return [
                ("q\(number)", above, "user", question(number)),
                ("a\(number)", "\"q\(number)\"", "assistant", answer),
            ].map { id, above, role, text in
                #""\#(id)":{"id":"\#(id)","message":{"id":"\#(id)","author":{"role":"\#(role)"},"#
                    + #""create_time":null,"content":{"content_type":"text","#
                    + #""parts":["\#(text)"]},"metadata":{"model_slug":"m"},"recipient":"all"},"#
                    + #""parent":\#(above),"children":[]}"#
            }
        })

    static let libreChat = FormatFixture(
        format: .libreChat,
        frame: (#"{"conversationId":"c1","title":"Talk","messages":["#, ",", "]}"),
        turn: { number, answer in
            let above = number == 0 ? "0000" : "a\(number - 1)"
            return [
                ("q\(number)", above, true, question(number)),
                ("a\(number)", "q\(number)", false, answer),
            ].map { id, above, isAsked, text in
                #"{"messageId":"\#(id)","parentMessageId":"\#(above)","#
                    + #""isCreatedByUser":\#(isAsked),"text":"\#(text)","model":"m"}"#
            }
        })

    static let hermes = FormatFixture(
        format: .hermes,
        frame: (
            #"{"session_id":"s","platform":"cli","session_start":"2026-04-29T20:00:00Z","#
                + #""messages":["#, ",", "]}"
        ),
        turn: { number, answer in chat(number, answer) })

    static let miniSWEAgent = FormatFixture(
        format: .miniSWEAgent,
        frame: (
            #"{"trajectory_format":"mini-swe-agent-1.1","instance_id":"i","messages":["#, ",", "]}"
        ),
        turn: { number, answer in chat(number, answer) })

    static let sweAgent = FormatFixture(
        format: .sweAgent,
        frame: (#"{"environment":"e","trajectory":[],"history":["#, ",", "]}"),
        turn: { number, answer in chat(number, answer) })

    private static func chat(_ number: Int, _ answer: String) -> [String] {
        [("user", question(number)), ("assistant", answer)].map { role, text in
            #"{"role":"\#(role)","content":"\#(text)"}"#
        }
    }
}
