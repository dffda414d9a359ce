/// A header to send.
///
/// The value is read during the call only.
package struct RecordHeader {
    package let name: String
    package let value: UnsafeRawBufferPointer

    package init(_ name: String, _ value: UnsafeRawBufferPointer) {
        self.name = name
        self.value = value
    }

    var size: Int {
        name.utf8.count + value.count
    }
}
