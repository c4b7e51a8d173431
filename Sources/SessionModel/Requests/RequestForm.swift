/// The form of a provider's API in which a conversation is sent to a model.
package enum RequestForm: Sendable {
    /// Anthropic's Messages API: see ``MessagesForm``.
    case messages
    /// OpenAI's chat form: see ``ChatForm``.
    case chat

    /// The messages that say what events say, in the form that their tool speaks; in the plainest
    /// where they came from none.
    package static func messages(of events: [Event]) -> [JSON] {
        let forms = events.lazy.compactMap { $0.dialect?.reader?.requestForm }
        switch forms.first ?? .chat {
        case .messages:
            var form = MessagesForm()
            for event in events { form.add(event) }
            return form.messages
        case .chat: return events.flatMap { $0.message.map { ChatForm.messages(of: $0) } ?? [] }
        }
    }
}
