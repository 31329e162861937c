# The image is one static binary. Where that comes from is chosen by --build-arg BINARY:
#   compiled  (the default) built here from the sources
#   prebuilt  the build context is the image's root with mockserver in it; for builders without a network, as in .ci/run
ARG BINARY=compiled
ARG GO=docker.io/library/golang:1.26

FROM ${GO} AS compiled
ARG VERSION=
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /out/mockserver ./cmd/mockserver
# For documents that are named by an https URL.
RUN install -D -m 644 /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ca-certificates.crt

FROM scratch AS prebuilt
COPY . /out/

FROM ${BINARY} AS binary

FROM scratch
COPY --from=binary /out/ /
# Numeric, so that Kubernetes' runAsNonRoot can tell.
USER 65532:65532
# Only the mock listener leaves the container; the control API stays on its loopback until MOCKSERVER_ADMIN_HOST says otherwise.
ENV MOCKSERVER_HOST=0.0.0.0
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=5s --retries=3 CMD ["/mockserver", "healthcheck"]
ENTRYPOINT ["/mockserver"]
