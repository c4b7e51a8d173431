import Platform
import SessionStore

/// Joins model, loader and terminal: a key, what it needs, a frame.
struct ViewLoop {
    let terminal: Terminal
    let loader: ViewLoader
    var model: ViewModel
    private var painter: Painter
    private var decoder = KeyDecoder()

    /// How long an Esc waits for the rest of a key, in milliseconds: over ssh it may come in two.
    private static let escapeWait: Int32 = 50

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
        defer { terminal.leave() }
        model.resize(to: ViewLayout(terminal))
        while !model.isDone {
            await load()
            draw()
            let input = terminal.wait(timeout)
            if case .end(let signal) = input { return signal }
            react(to: input)
        }
        return nil
    }

    /// Not to wait for a person while there is something left to load.
    private var timeout: Int32? {
        decoder.isWaiting ? Self.escapeWait : model.nextLoad != nil ? 0 : nil
    }

    /// Loads what the screen lacks, until a key comes or begins to. A search is drawn step by step.
    private mutating func load() async {
        while !terminal.hasInput, !decoder.isWaiting, let load = model.nextLoad {
            let answer = await loader.load(load)
            model.receive(answer, for: load)
            if case .seek = load { draw() }
        }
    }

    private mutating func draw() {
        let frame = painter.paint(ViewPage(model: model).lines, columns: model.layout.columns)
        if !frame.isEmpty { terminal.send(frame) }
    }

    private mutating func react(to input: Terminal.Input) {
        switch input {
        case .bytes(let bytes): press(decoder.decode(bytes))
        case .nothing: press(decoder.finish())
        case .resized: model.resize(to: ViewLayout(terminal))
        case .suspend: suspend()
        case .resumed:
            terminal.resume()
            redraw()
        case .end: break
        }
    }

    private mutating func press(_ keys: [Key]) {
        for key in keys {
            switch key {
            case .control("z"): suspend()
            case .control("l"): redraw()
            default: model.handle(key)
            }
        }
    }

    private mutating func suspend() {
        terminal.suspend()
        redraw()
    }

    private mutating func redraw() {
        painter.forget()
        model.resize(to: ViewLayout(terminal))
    }
}
