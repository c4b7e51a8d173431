import Platform
import SessionStore

/// Joins model, loader and terminal: keys, what they need, frames. What is loaded is loaded beside
/// the keys, so that these are heard however long it takes.
@MainActor
struct ViewLoop {
    private let terminal: Terminal
    private let loader: ViewLoader
    private let inbox = ViewInbox()
    private var model: ViewModel
    private var painter: Painter
    private var decoder = KeyDecoder()
    /// Keys for what comes of those before them, which is not known yet.
    private var ahead: [Key] = []
    private var running: [Load.Lane: Running] = [:]
    /// When the next frame is due at the latest; nil: nothing has changed since the last one.
    private var frameDue: ContinuousClock.Instant?
    /// When an Esc is taken for one.
    private var escapeDue: ContinuousClock.Instant?

    /// When it is looked again what others have written; nil: nothing that is not shown.
    private var lookDue: ContinuousClock.Instant?

    /// How long an Esc waits for the rest of a key: over ssh it may come in two.
    private static let escapeWait = Duration.milliseconds(50)
    /// How long a frame waits for what is being loaded, so that none shows half of it.
    private static let frameWait = Duration.milliseconds(40)

    /// How long what others write is gathered before it is shown.
    private static let lookWait = Duration.milliseconds(50)

    private struct Running {
        let load: Load
        let task: Task<Void, Never>
        /// Whether nobody asks for it any more.
        var isCancelled = false
    }

    init(terminal: Terminal, loader: ViewLoader, model: ViewModel) {
        self.terminal = terminal
        self.loader = loader
        self.model = model
        painter = Painter(isColoured: loader.style.isColoured)
    }

    /// Runs until the person quits.
    ///
    /// - Returns: the signal that ended it; nil: a key did, or the terminal went away.
    mutating func run() async -> Int32? {
        terminal.enter()
        model.resize(to: ViewLayout(terminal))
        noteChange()
        let following = Task.detached { [loader, inbox] in await loader.follow(inbox) }
        let signal = react()
        terminal.leave()
        following.cancel()
        await following.value
        // What writes is done whole, and reads of a session end before it is closed.
        for lane in running.values { lane.task.cancel() }
        for lane in running.values { await lane.task.value }
        return signal
    }

    private mutating func react() -> Int32? {
        while !model.isDone {
            takeArrivals()
            lookIfDue()
            load()
            drawIfDue()
            let input = terminal.wait(timeout)
            if case .end(let signal) = input { return signal }
            react(to: input)
            finishEscape()
        }
        return nil
    }

    /// Milliseconds until something is due; nil: nothing is.
    private var timeout: Int32? {
        // What is loaded now wakes the loop, and then there is time to look.
        let lookDue = running[.front] == nil ? lookDue : nil
        guard let due = [frameDue, escapeDue, lookDue].compactMap({ $0 }).min() else {
            return nil
        }
        let left = max(.zero, due - .now) / .milliseconds(1)
        return Int32(left.rounded(.up))
    }

    // MARK: Loading

    /// Begins to load what the screen lacks most; what nobody asks for any more is given up first.
    private mutating func load() {
        for lane in Load.Lane.allCases {
            if let running = running[lane] {
                guard !running.isCancelled, !model.isWanted(running.load) else { continue }
                self.running[lane]?.isCancelled = true
                running.task.cancel()
            } else if let load = model.nextLoad(in: lane) {
                let task = Task.detached { [loader, inbox] in
                    inbox.put(.loaded(await loader.load(load), for: load, lane))
                }
                running[lane] = Running(load: load, task: task)
            }
        }
    }

    private mutating func takeArrivals() {
        for arrival in inbox.take() {
            switch arrival {
            case .loaded(let answer, let load, let lane):
                let isCancelled = running.removeValue(forKey: lane)?.isCancelled ?? true
                if !isCancelled { model.receive(answer, for: load) }
            case .grown: if lookDue == nil { lookDue = .now + Self.lookWait }
            case .erased: model.reload()
            case .deaf(let reason): model.follow(noMore: reason)
            }
            noteChange()
        }
        pressAhead()
    }

    /// Not while the screen lacks something: who writes all the time would keep it from coming.
    private mutating func lookIfDue() {
        guard let lookDue, .now >= lookDue, running[.front] == nil, model.isComplete else {
            return
        }
        self.lookDue = nil
        model.lookAgain()
    }

    // MARK: Drawing

    private mutating func noteChange() {
        if frameDue == nil { frameDue = .now + Self.frameWait }
    }

    private mutating func drawIfDue() {
        guard let frameDue, running[.front] == nil || .now >= frameDue else { return }
        let frame = painter.paint(ViewPage(model: model).lines, columns: model.layout.columns)
        if !frame.isEmpty { terminal.send(frame) }
        self.frameDue = nil
    }

    // MARK: Input

    private mutating func react(to input: Terminal.Input) {
        switch input {
        case .bytes(let bytes):
            press(decoder.decode(bytes))
            escapeDue = decoder.isWaiting ? .now + Self.escapeWait : nil
        case .resized: model.resize(to: ViewLayout(terminal))
        case .suspend: suspend()
        case .resumed:
            terminal.resume()
            redraw()
        case .end, .woken, .nothing: return
        }
        noteChange()
    }

    private mutating func finishEscape() {
        guard let due = escapeDue, .now >= due else { return }
        escapeDue = nil
        press(decoder.finish())
        noteChange()
    }

    private mutating func press(_ keys: [Key]) {
        for key in keys {
            switch key {
            case .control("z"): suspend()
            case .control("l"): redraw()
            case .escape, .control("c"):
                ahead = []
                model.handle(key)
            default:
                ahead.append(key)
                pressAhead()
            }
        }
    }

    private mutating func pressAhead() {
        while !model.holdsKeys, !ahead.isEmpty { model.handle(ahead.removeFirst()) }
    }

    private mutating func suspend() {
        terminal.suspend()
        redraw()
    }

    private mutating func redraw() {
        painter.forget()
        model.resize(to: ViewLayout(terminal))
        noteChange()
    }
}
