import Foundation

/// A number that a thread bears, to find what belongs to it.
package enum ThreadNumber {
    private static let key = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Of the thread that asks: 0 until it is set on that thread.
    package static var current: Int {
        get { Int(bitPattern: pthread_getspecific(key)) }
        set { pthread_setspecific(key, UnsafeRawPointer(bitPattern: newValue)) }
    }
}
