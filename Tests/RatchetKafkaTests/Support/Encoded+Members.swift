@testable import RatchetKafka

extension Encoded {
    /// The same with a member more in its envelope, or in an object of that.
    ///
    /// `place` is how many members come before it.
    func adding(_ member: String, to object: String? = nil, at place: Int = .max) throws -> Encoded {
        var members = try header.members()
        if let object {
            let prefix = "\"\(object)\":"
            members = try members.map { text in
                guard text.hasPrefix(prefix) else { return text }
                var inner = try [UInt8](String(text.dropFirst(prefix.count))).members()
                inner.insert(member, at: min(place, inner.count))
                return prefix + inner.object
            }
        } else {
            members.insert(member, at: min(place, members.count))
        }
        var changed = self
        changed.header = [UInt8](members.object)
        return changed
    }

    /// The same with the members that `known` has first, and then the others, in its objects as well.
    func sorted(like known: Encoded, objects: [String]) throws -> String {
        let members = try header.members().map { text in
            guard let object = objects.first(where: { text.hasPrefix("\"\($0)\":{") }) else { return text }
            let prefix = "\"\(object)\":"
            let original = try known.header.members().first { $0.hasPrefix(prefix) } ?? prefix + "{}"
            func inner(_ text: String) throws -> [String] {
                try [UInt8](String(text.dropFirst(prefix.count))).members()
            }
            return prefix + (try inner(text).sorted(like: try inner(original))).object
        }
        return members.sorted(like: try known.header.members(), sameNames: objects).object
    }
}

extension [UInt8] {
    /// The members of the object that these are, as they are written.
    fileprivate func members() throws -> [String] {
        try reading { bytes throws(WireError) in
            var scanner = JSONScanner(bytes)
            var members: [String] = []
            scanner.position = 1
            while scanner.next != .closeBrace {
                if scanner.next == .comma { scanner.position += 1 }
                scanner.skipSpace()
                let start = scanner.position
                _ = try scanner.key()
                _ = try scanner.value()
                members.append(String(decoding: scanner.slice(from: start), as: UTF8.self))
                scanner.skipSpace()
            }
            return members
        }
    }
}

extension [String] {
    fileprivate var object: String { "{\(joined(separator: ","))}" }

    fileprivate func sorted(like known: [String], sameNames objects: [String] = []) -> [String] {
        func isKnown(_ member: String) -> Bool {
            known.contains(member) || objects.contains { member.hasPrefix("\"\($0)\":{") }
        }
        return filter(isKnown) + filter { !isKnown($0) }
    }
}
