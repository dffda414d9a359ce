FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends librdkafka-dev libyaml-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /ratchet
COPY Package.swift ./
COPY Sources Sources
COPY Examples Examples
COPY Tests Tests
RUN swift build --configuration release --product ratchet \
    && cp "$(swift build --configuration release --show-bin-path)/ratchet" /usr/local/bin/ratchet

# With Swift's libraries, not with --static-swift-stdlib: linked statically, Foundation (6.3) knows no time zone but GMT,
# and a cron time in Europe/Berlin would be an error or an hour off.
FROM swift:6.3-bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends librdkafka1 libyaml-0-2 ca-certificates tini tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home ratchet
COPY --from=build /usr/local/bin/ratchet /usr/local/bin/ratchet
USER ratchet
# The first process of a container hears no signal before it asks for it.
ENTRYPOINT ["tini", "--", "ratchet"]
CMD ["executor"]
