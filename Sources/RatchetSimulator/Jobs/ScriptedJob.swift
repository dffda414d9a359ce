import Ratchet
import RatchetEngine

/// A job whose runs follow scripts.
struct ScriptedJob: SimulatedJob {
    let name: String
    let rules: JobRules
    let isNew: Bool
    /// By jobId.
    let scripts: [String: Script]
    /// When the simulation began.
    let epoch: Milliseconds

    static let outputsTopic = "outputs"
    static let missingTopic = "nowhere"
    /// The broker refuses values over this.
    static let sizeLimit = 10_000

    func perform(_ call: StepCall, in circumstances: Circumstances) -> SimulatedCall {
        guard let script = scripts[call.jobId] else {
            return SimulatedCall(duration: 0, isInterruptible: false, ending: .returns(failure("no script", .never)))
        }
        let place = call.state.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        let scene = script.scenes[min(place, script.scenes.count - 1)]
        var duration = scene.duration
        if case .dawdle(let attempt) = scene.act, call.attempt <= attempt { duration += rules.deadline }
        return SimulatedCall(
            duration: duration,
            isInterruptible: scene.isInterruptible,
            ending: ending(of: scene, place, script, call, circumstances)
        )
    }

    private func ending(
        of scene: Script.Scene,
        _ place: Int,
        _ script: Script,
        _ call: StepCall,
        _ circumstances: Circumstances
    ) -> SimulatedCall.Ending {
        switch scene.act {
        case .fail(let attempt, let decision) where call.attempt <= attempt: .returns(failure("scripted", decision))
        case .failLoudly(let attempt) where call.attempt <= attempt:
            .returns(failure(String(repeating: "!", count: 2 * Self.sizeLimit), .retry))
        case .snooze(let moment) where circumstances.now < epoch + moment:
            .returns(failure("too early", .snooze(.milliseconds(40))))
        case .hang(let attempt) where call.attempt <= attempt: .hangs
        case .kill(let times) where circumstances.kills < times: .kills
        case .undecodable(let byAll) where byAll || circumstances.isOldProgram:
            .returns(StepResult(verdict: .undecodable(message: "scripted")))
        case .oversize:
            .returns(
                StepResult(verdict: next(place + 1), staged: Staged(outputs: [output(call, 0, size: Self.sizeLimit)]))
            )
        case .oversizeState:
            .returns(
                StepResult(
                    verdict: .next(state: Array(repeating: UInt8(ascii: "1"), count: Self.sizeLimit + 1), version: 1)
                )
            )
        case .badTopic(let attempt) where call.attempt <= attempt:
            .returns(
                StepResult(
                    verdict: next(place + 1),
                    staged: Staged(outputs: [Output(topic: Self.missingTopic, key: nil, value: [])])
                )
            )
        case .oversleep: .returns(failure("not now", .snooze(.seconds(10 * 86_400))))
        case .loop:
            .returns(StepResult(verdict: next(place), staged: staged(scene, call)))
        default:
            .returns(
                StepResult(
                    verdict: place + 1 < script.scenes.count
                        ? next(place + 1) : .complete(state: script.keepsState ? Array("9".utf8) : nil, version: 1),
                    staged: staged(scene, call)
                )
            )
        }
    }

    private func next(_ place: Int) -> StepResult.Verdict { .next(state: Array("\(place)".utf8), version: 1) }

    private func failure(_ message: String, _ decision: RetryPolicy.Decision) -> StepResult {
        StepResult(verdict: .failed(StepFailure(type: "Scripted", message: message, decision: decision)))
    }

    private func staged(_ scene: Script.Scene, _ call: StepCall) -> Staged {
        Staged(
            outputs: (0..<scene.outputs).map { output(call, $0, size: 0) },
            notifications: (0..<scene.notifications).map { number in
                Notification(
                    level: .info,
                    activity: call.jobId,
                    title: "\(call.seq)/\(number)",
                    summary: "scripted",
                    details: nil
                )
            }
        )
    }

    private func output(_ call: StepCall, _ number: Int, size: Int) -> Output {
        let value = Array("\(call.jobId)/\(call.seq)/\(number)".utf8)
        return Output(
            topic: Self.outputsTopic,
            key: call.jobId,
            value: value + Array(repeating: UInt8(ascii: "."), count: size)
        )
    }
}

extension StepResult {
    /// The broker refuses what it says.
    var isTooLarge: Bool {
        switch verdict {
        case .next(let state, _) where state.count > ScriptedJob.sizeLimit: true
        case .failed(let failure) where failure.message.utf8.count > ScriptedJob.sizeLimit: true
        default: staged.outputs.contains { $0.value.count > ScriptedJob.sizeLimit }
        }
    }
}
