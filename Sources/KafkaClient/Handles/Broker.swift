/// One broker of the cluster.
package struct Broker: Sendable, Equatable {
    package let id: Int32
    package let host: String
    package let port: Int32
}
