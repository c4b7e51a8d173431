import SessionStore

extension ViewModel {
    mutating func handle(_ key: Key) {
        if key == .control("c") {
            isDone = true
            return
        }
        if seek != nil {
            // Any key ends a search; Esc does nothing else.
            seek = nil
            note = Note(text: "search cancelled")
            if key == .escape { return }
        }
        switch mode {
        case .browsing: browse(key)
        case .input(let prompt): type(key, into: prompt)
        case .branches(let selected): choose(key, selected)
        case .help(let scroll): help(key, scroll)
        }
    }

    private mutating func browse(_ key: Key) {
        note = nil
        if moves(key) || asks(key) || shows(key) { return }
        switch key {
        case .character("q"): isDone = true
        case .character("?"): mode = .help(scroll: 0)
        case .character("r"): reload()
        case .character("a"): toggleBooks()
        case .character("n"): searchAgain(isForward: true)
        case .character("N"): searchAgain(isForward: false)
        default: note = Note(text: "? shows the keys")
        }
    }

    // MARK: Moving

    private mutating func moves(_ key: Key) -> Bool {
        let page = max(1, layout.bodyHeight - 1)
        switch key {
        case .down, .character("j"): step(1)
        case .up, .character("k"): step(-1)
        case .pageDown, .control("f"): step(page)
        case .pageUp, .control("b"): step(-page)
        case .home: isPaneFocused ? scrollPaneToStart() : goToEnd(isForward: false)
        case .end: isPaneFocused ? scrollPane(Int.max / 2) : goToEnd(isForward: true)
        case .character("G"): goToEnd(isForward: true)
        case .character("J"): scrollPane(1)
        case .character("K"): scrollPane(-1)
        case .control("d"), .character(" "): scrollPane(max(1, page / 2))
        case .control("u"): scrollPane(-max(1, page / 2))
        case .character("]"): begin(.prompt, isForward: true)
        case .character("["): begin(.prompt, isForward: false)
        case .character("}"): begin(.fileChange, isForward: true)
        case .character("{"): begin(.fileChange, isForward: false)
        default: return false
        }
        return true
    }

    private mutating func step(_ count: Int) {
        isPaneFocused ? scrollPane(count) : step(by: count)
    }

    private mutating func scrollPane(_ count: Int) {
        if let chosen = chosenFile, let paths = content?.paths, !paths.isEmpty {
            let next = min(max(0, chosen &+ count), paths.count - 1)
            path = paths[next]
            scroll = min(max(scroll, next - layout.bodyHeight + 1), next)
            return
        }
        if moveLine(by: count) { return }
        scroll = max(0, scroll) &+ (pane == .conversation ? -count : count)
        clampScroll()
    }

    private mutating func scrollPaneToStart() {
        scrollPane(-Int.max / 2)
        // Where a conversation begins is not read yet: scrolled so far, it will be.
        if pane == .conversation, content?.isWhole == false { scroll = Int.max / 4 }
    }

    // MARK: What is shown

    private mutating func shows(_ key: Key) -> Bool {
        switch key {
        case .tab: turn(by: 1)
        case .backTab: turn(by: -1)
        case .character(let digit) where ("1"..."5").contains(digit):
            show(Pane.tabs[(digit.wholeNumberValue ?? 1) - 1])
        case .enter where pane == .files && chosenFile != nil: openFile()
        case .enter where chosenLine != nil: goToOrigin()
        case .enter, .right, .character("l"): isPaneFocused = true
        case .escape where !isPaneFocused && pane != .difference && askedFilter != nil:
            filter(by: nil)
            note = Note(text: "there is no filter any more")
        case .left, .character("h"), .escape, .backspace: back()
        case .character("m"):
            mark = point
            note = Note(text: "marked \(point); c compares it with the moment you go to")
        case .character("c"): compare()
        case .character("#"):
            hasNumbers.toggle()
            if pane != .file {
                note = Note(text: "files are shown with\(hasNumbers ? "" : "out") line numbers")
            }
        case .character("B"): toggleBlame()
        default: return false
        }
        return true
    }

    private mutating func turn(by count: Int) {
        let index = Pane.tabs.firstIndex(of: pane) ?? (count > 0 ? -1 : 0)
        show(Pane.tabs[(index + count + Pane.tabs.count) % Pane.tabs.count])
    }

    mutating func show(_ pane: Pane) {
        guard pane != self.pane else { return }
        self.pane = pane
        scroll = 0
        // On a narrow screen the pane is seen only where the keys go.
        if !layout.isSplit { isPaneFocused = true }
    }

    private mutating func openFile() {
        guard let chosen = chosenFile, let paths = content?.paths else { return }
        path = paths[chosen]
        show(.file)
        isPaneFocused = true
    }

    private mutating func back() {
        if pane == .file, isPaneFocused, path != nil, !isBlaming {
            show(.files)
        } else if isPaneFocused {
            isPaneFocused = false
        } else if pane == .difference {
            show(.event)
        } else {
            path = nil
        }
    }

    private mutating func compare() {
        guard let mark else {
            note = Note(text: "mark a moment with m first, then go to another", isError: true)
            return
        }
        guard mark != point else {
            note = Note(text: "this is the marked moment: go to another", isError: true)
            return
        }
        show(.difference)
    }

    // MARK: Searching

    mutating func searchAgain(isForward: Bool) {
        guard let search else {
            note = Note(text: "search for something with / first", isError: true)
            return
        }
        begin(.text(search), isForward: isForward, among: filtered?.filter)
    }

    private mutating func begin(
        _ target: Seek.Target, isForward: Bool, among filter: ViewFilter? = nil
    ) {
        seek = Seek(
            target: target, filter: filter, branch: branch, isForward: isForward, start: revision,
            next: revision + (isForward ? 1 : -1))
        note = nil
        endSeekIfOver()
    }

    mutating func reload() {
        rows = [:]
        content = nil
        blame = nil
        filterAnew()
        lookAgain()
    }

    // MARK: Lists over the pane

    private mutating func choose(_ key: Key, _ selected: Int) {
        let page = max(1, layout.bodyHeight / 2)
        func at(_ index: Int) -> Mode {
            .branches(selected: max(0, min(index, branches.count - 1)))
        }
        switch key {
        case .down, .character("j"): mode = at(selected + 1)
        case .up, .character("k"): mode = at(selected - 1)
        case .pageDown: mode = at(selected + page)
        case .pageUp: mode = at(selected - page)
        case .home: mode = at(0)
        case .end, .character("G"): mode = at(branches.count - 1)
        case .enter:
            mode = .browsing
            guard branches.indices.contains(selected) else { return }
            let chosen = branches[selected]
            isPaneFocused = false
            go(toHeadOf: chosen)
        case .escape, .left, .character("b"), .character("q"): mode = .browsing
        default: break
        }
    }

    /// Opens a branch's own line, also where its head is a point of the line that is open.
    mutating func go(toHeadOf chosen: Branch) {
        if chosen.name != branch {
            branch = chosen.name
            rows = [:]
            scroll = 0
        }
        head = chosen.head
        seen = chosen.head
        revision = chosen.head
        top = 1
        filterAnew()
        note = Note(text: "on \(chosen.name), at its head")
    }

    private mutating func help(_ key: Key, _ scroll: Int) {
        let rest = max(0, ViewHelp.lines.count - layout.bodyHeight)
        switch key {
        case .down, .character("j"), .pageDown, .character(" "):
            mode = .help(scroll: min(scroll + 1, rest))
        case .up, .character("k"), .pageUp: mode = .help(scroll: max(0, scroll - 1))
        case .home: mode = .help(scroll: 0)
        case .end: mode = .help(scroll: rest)
        default: mode = .browsing
        }
    }
}
