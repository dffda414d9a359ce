/// What librdkafka 2.0.2 told on Apache Kafka, shortened: a consumer in the middle of a partition, and a producer in a
/// transaction.
enum RecordedStatistics {
    static let consumer = #"""
        {
          "name": "ratchet#consumer-2",
          "client_id": "ratchet",
          "type": "consumer",
          "ts": 7964060339,
          "msg_cnt": 0,
          "msg_size": 0,
          "tx": 8,
          "tx_bytes": 338,
          "rx": 8,
          "rx_bytes": 3319,
          "brokers": {
            "localhost:29392/1": {
              "nodeid": 1,
              "state": "UP",
              "rtt": {"avg": 0, "cnt": 0, "p50": 0, "p99": 0}
            },
            "GroupCoordinator": {
              "nodeid": 1,
              "state": "UP",
              "rtt": {"avg": 0, "cnt": 0, "p50": 0, "p99": 0}
            }
          },
          "topics": {
            "ratchet.steps": {
              "topic": "ratchet.steps",
              "partitions": {
                "0": {
                  "fetch_state": "none",
                  "next_offset": 0,
                  "app_offset": -1001,
                  "hi_offset": -1001,
                  "ls_offset": -1001,
                  "consumer_lag": -1
                },
                "1": {
                  "fetch_state": "active",
                  "next_offset": 100,
                  "app_offset": 25,
                  "hi_offset": 411,
                  "ls_offset": 410,
                  "consumer_lag": -1
                },
                "-1": {
                  "fetch_state": "none",
                  "next_offset": 0,
                  "app_offset": -1001,
                  "hi_offset": -1001,
                  "ls_offset": -1001,
                  "consumer_lag": -1
                }
              }
            }
          }
        }
        """#

    static let producer = #"""
        {
          "name": "ratchet#producer-1",
          "client_id": "ratchet",
          "type": "producer",
          "ts": 7959552205,
          "msg_cnt": 0,
          "msg_size": 0,
          "tx": 15,
          "tx_bytes": 2212,
          "rx": 15,
          "rx_bytes": 2126,
          "brokers": {
            "TxnCoordinator": {
              "nodeid": 1,
              "state": "UP",
              "rtt": {"avg": 4435, "cnt": 4, "p50": 3871, "p99": 6687}
            },
            "localhost:29392/1": {
              "nodeid": 1,
              "state": "UP",
              "rtt": {"avg": 6488, "cnt": 3, "p50": 6271, "p99": 10943}
            }
          },
          "topics": {
            "ratchet.steps": {
              "topic": "ratchet.steps",
              "partitions": {
                "0": {
                  "fetch_state": "none",
                  "next_offset": 0,
                  "app_offset": -1001,
                  "hi_offset": -1001,
                  "ls_offset": -1001,
                  "consumer_lag": -1
                },
                "1": {
                  "fetch_state": "none",
                  "next_offset": 0,
                  "app_offset": -1001,
                  "hi_offset": -1001,
                  "ls_offset": -1001,
                  "consumer_lag": -1
                },
                "-1": {
                  "fetch_state": "none",
                  "next_offset": 0,
                  "app_offset": -1001,
                  "hi_offset": -1001,
                  "ls_offset": -1001,
                  "consumer_lag": -1
                }
              }
            }
          },
          "eos": {"idemp_state": "Assigned", "txn_state": "InTransaction", "producer_id": 0}
        }
        """#
}
