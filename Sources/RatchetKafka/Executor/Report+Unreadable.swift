import RatchetEngine

extension Report {
    static func unreadableCheckpoint(of jobId: String, _ place: RecordPlace, _ error: WireError) -> Report {
        Report(
            .error,
            "A checkpoint cannot be read by this version: its run is left alone",
            ["job.id": jobId, "place": "\(place)", "error": "\(error)", "partition": "\(place.partition)"]
        )
    }
}
