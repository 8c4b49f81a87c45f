# docker build -t caffe-lint . && docker run --rm -v "$PWD:/work" caffe-lint
FROM node:22-bookworm-slim AS build
WORKDIR /source
COPY . .
RUN npm ci --no-audit --no-fund
RUN npm pack --pack-destination /tmp && npm install --global --prefix /opt/caffe-lint --no-audit --no-fund /tmp/caffe-lint-*.tgz

FROM node:22-bookworm-slim
# For --since.
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* && git config --system --add safe.directory '*'
COPY --from=build /opt/caffe-lint /opt/caffe-lint
ENV PATH=/opt/caffe-lint/bin:$PATH
USER node
WORKDIR /work
ENTRYPOINT ["caffe-lint"]
