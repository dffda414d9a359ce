import Foundation
import Testing

@testable import RatchetCLI

@Suite struct JSONObjectTests {
    @Test func keepsTheOrderAndLeavesOutNil() {
        var inner = JSONObject()
        inner.add("x", true)
        var object = JSONObject()
        object.add("b", "\"line\n")
        object.add("none", nil as String?)
        object.add("a", 1)
        object.add("inner", inner)
        object.add("empty", JSONObject())
        #expect(object.text == #"{"b":"\"line\n","a":1,"inner":{"x":true},"empty":{}}"#)
    }

    @Test func staysInOneLineWhateverWasStored() {
        var object = JSONObject()
        object.add("parameters", json: Array("{\"a\":\r\n \"\\n\"}".utf8))
        #expect(object.text == #"{"parameters":{"a": "\n"}}"#)
    }
}
