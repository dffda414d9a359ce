import Foundation
import Testing

@testable import KafkaTestSupport

@Suite struct TCPProxyTests {
    /// A listener that a test accepts from by hand, and a proxy before it.
    private struct Setup {
        let server: LoopbackSocket
        let proxy: TCPProxy

        init() throws {
            let port = try FreePorts.take(1)[0]
            server = try #require(LoopbackSocket())
            try #require(server.bind(to: port) && listen(server.descriptor, 8) == 0)
            proxy = try TCPProxy(to: port)
        }

        /// Both ends of a connection through the proxy.
        func connect() throws -> (client: LoopbackSocket, broker: LoopbackSocket) {
            let client = try #require(LoopbackSocket())
            try #require(client.connect(to: proxy.port))
            return (client, try #require(LoopbackSocket(descriptor: accept(server.descriptor, nil, nil))))
        }
    }

    private let word = Array("word".utf8)

    @Test func forwardsBothWays() throws {
        let setup = try Setup()
        let (client, broker) = try setup.connect()
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        Thread.detachNewThread { _ = client.send(large) }
        #expect(broker.receive(large.count) == large)
        #expect(broker.send(word))
        #expect(client.receive(4) == word)
        #expect(setup.proxy.connections == 1)
        #expect(setup.proxy.arrivedBytes == large.count + 4)
    }

    @Test func passesTheEndOfAConnectionOn() throws {
        let setup = try Setup()
        let (client, broker) = try setup.connect()
        #expect(client.send(word))
        client.endWriting()
        #expect(broker.receive(4) == word)
        #expect(broker.hasEnded)
        #expect(broker.send(word), "the other direction is still open")
        #expect(client.receive(4) == word)
    }

    @Test func cutsAllConnectionsAndTakesNewOnes() throws {
        let setup = try Setup()
        let first = try setup.connect()
        let second = try setup.connect()
        setup.proxy.cut()
        #expect(setup.proxy.connections == 0)
        for socket in [first.client, first.broker, second.client, second.broker] { #expect(socket.isReset) }
        let third = try setup.connect()
        #expect(third.client.send(word))
        #expect(third.broker.receive(4) == word)
    }

    @Test func refusesNewConnectionsUntilItHeals() throws {
        let setup = try Setup()
        let (client, broker) = try setup.connect()
        setup.proxy.refuse()
        let refused = try #require(LoopbackSocket())
        #expect(!refused.connect(to: setup.proxy.port))
        #expect(client.send(word))
        #expect(broker.receive(4) == word)
        try setup.proxy.heal()
        _ = try setup.connect()
    }

    @Test(arguments: NetworkDirection.allCases)
    func holdsBackOneDirectionOnly(_ silent: NetworkDirection) throws {
        let setup = try Setup()
        let (client, broker) = try setup.connect()
        setup.proxy.shape(silent) { $0.isSilent = true }
        let (mute, heard) = silent == .toBroker ? (client, broker) : (broker, client)
        #expect(mute.send(Array("late".utf8)))
        for _ in 0..<10 {
            #expect(heard.send(word))
            #expect(mute.receive(4) == word)
        }
        #expect(setup.proxy.arrivedBytes == 40)
        try setup.proxy.heal()
        #expect(heard.receive(4) == Array("late".utf8))
    }

    @Test func aConnectionThatEndsInSilenceEndsWhenItHeals() throws {
        let setup = try Setup()
        var pair = Optional(try setup.connect())
        setup.proxy.shape { $0.isSilent = true }
        let broker = try #require(pair?.broker)
        #expect(pair?.client.send(word) == true)
        pair = nil  // The client is gone.
        #expect(setup.proxy.connections == 1)
        try setup.proxy.heal()
        #expect(broker.receive(4) == word)
        #expect(broker.hasEnded)
    }

    @Test func aClientOfABrokerThatIsDownIsCut() throws {
        let proxy = try TCPProxy(to: try FreePorts.take(1)[0])
        let client = try #require(LoopbackSocket())
        #expect(client.connect(to: proxy.port))
        #expect(client.receive(1) == nil)
    }

    @Test func endsWithItsOwner() throws {
        let port = try FreePorts.take(1)[0]
        var proxy: TCPProxy? = try TCPProxy(to: 1, at: port)
        #expect(proxy != nil)
        proxy = nil
        var tries = 0
        while let socket = LoopbackSocket(), socket.connect(to: port) {
            tries += 1
            try #require(tries < 10_000, "somebody still listens")
        }
    }
}

extension LoopbackSocket {
    /// The peer has closed its side in good order.
    fileprivate var hasEnded: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == 0
    }

    fileprivate var isReset: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == -1 && errno == ECONNRESET
    }
}
