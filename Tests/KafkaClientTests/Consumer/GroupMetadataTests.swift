import Testing

@testable import KafkaClient

@Suite struct GroupMetadataTests {
    @Test func withoutMembershipThereIsNoFence() {
        let group = GroupMetadata(unfencedGroup: "g")
        #expect(!group.isMember)
        #expect(group.generationId == -1)
        #expect(group.memberId.isEmpty)
    }

    @Test func anUnknownFormIsNoMembership() {
        let written = Array("CGMDv9:".utf8) + [1, 0, 0, 0] + Array("g\0m\0".utf8)
        #expect(written.withUnsafeBytes(GroupMetadata.parse) == nil)
    }

    @Test func memberAndGenerationAreRead() throws {
        let written = Array("CGMDv2:".utf8) + [7, 0, 0, 0] + Array("group\0member\0".utf8) + [1]
        let identity = try #require(written.withUnsafeBytes(GroupMetadata.parse))
        #expect(identity == ("member", 7))
    }
}
