internal import SessionModel
internal import Texts

/// Secrets in what the library's callers give beside the bodies of events: titles, actors, reasons
/// and names.
extension SessionOptions {
    /// The text with secrets masked, where that is wanted.
    func masked(_ text: String) -> String {
        masksSecrets ? SecretScanner.shared.mask(text) ?? text : text
    }

    func masked(_ actor: EventActor) -> EventActor { EventActor(rawValue: masked(actor.rawValue)) }

    /// Refuses a name with a secret in it: two names that differ in nothing else would become one,
    /// and whoever uses a name afterwards gives it as it was.
    ///
    /// - Parameter thing: what is to have the name, such as "a branch".
    func checkName(
        _ name: String, of thing: String, _ code: SessionError.Code = .invalidName
    ) throws {
        let masked = masked(name)
        guard !masked.utf8.elementsEqual(name.utf8) else { return }
        throw SessionError(
            code, "\"\(masked)\" cannot name \(thing): there is a secret in it, masked here",
            hint: "Choose a name without it; what is written to a session is read by others.")
    }
}
