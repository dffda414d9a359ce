#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

/* rd_kafka_producev is variadic, which Swift cannot call. A null key or value pointer means "none"; an empty one needs a
   pointer that is not null. Key and value are copied. On failure `headers` stays the caller's, on success it is taken. */
static inline rd_kafka_resp_err_t crd_produce(rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition,
                                              const void *key, size_t keySize, const void *value, size_t valueSize,
                                              rd_kafka_headers_t *headers, void *opaque) {
    return rd_kafka_producev(client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
                             RD_KAFKA_V_KEY((void *)key, keySize), RD_KAFKA_V_VALUE((void *)value, valueSize),
                             RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(opaque),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
}

/* The same with at most one header: no header list to build. `name` may be null: no header. */
static inline rd_kafka_resp_err_t crd_produce_with_header(rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition,
                                                          const void *key, size_t keySize, const void *value,
                                                          size_t valueSize, const char *name, const void *header,
                                                          size_t headerSize, void *opaque) {
    if (!name)
        return crd_produce(client, topic, partition, key, keySize, value, valueSize, NULL, opaque);
    return rd_kafka_producev(client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition),
                             RD_KAFKA_V_KEY((void *)key, keySize), RD_KAFKA_V_VALUE((void *)value, valueSize),
                             RD_KAFKA_V_HEADER(name, header, headerSize), RD_KAFKA_V_OPAQUE(opaque),
                             RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
}

/* rd_kafka_mock_broker_push_request_error_rtts is variadic too. */
static inline rd_kafka_resp_err_t crd_mock_answer(rd_kafka_mock_cluster_t *cluster, int32_t broker, int16_t request,
                                                  rd_kafka_resp_err_t code, int milliseconds) {
    return rd_kafka_mock_broker_push_request_error_rtts(cluster, broker, request, 1, code, milliseconds);
}
