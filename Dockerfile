# syntax=docker/dockerfile:1
# Latchkey in a container; docs/guide/deploy.md tells how it is run, and what of this file was run and what was not.
# Two stages: the package is built and packed from the sources, and the image holds what installing it brings.

FROM node:24-slim AS build
WORKDIR /src
COPY . .
# Scripts of other packages are not needed: the natives come as prebuilt files.
RUN npm ci --ignore-scripts && npm run build && npm pack --ignore-scripts --pack-destination /tmp
# The SDK of your SMS vendor, with its version as peerDependencies of package.json has it: --build-arg SMS_SDK=twilio@6.2.0
ARG SMS_SDK=""
WORKDIR /opt/latchkey
# Unquoted, since it may be nothing or several.
RUN npm install --prefix . --omit=dev --ignore-scripts /tmp/latchkey-*.tgz ${SMS_SDK}

FROM node:24-slim
# Nothing that installs packages is needed any more.
RUN rm -rf /usr/local/lib/node_modules/npm /usr/local/bin/npm /usr/local/bin/npx /opt/yarn-* \
  && install -d -o 1000 -g 1000 -m 0700 /data \
  && install -d /app
COPY --from=build /opt/latchkey /opt/latchkey
RUN ln -s /opt/latchkey/node_modules/.bin/latchkey /usr/local/bin/latchkey

ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=8080 \
  ADMIN_PORT=9090 \
  LATCHKEY_APP=/app \
  LATCHKEY_DATA=/data

# The account `node` of the base image, by number, so that a cluster can see that it is not root.
USER 1000:1000
WORKDIR /data
VOLUME /data
# 9090 (health and metrics) is for the inside: publish 8080 alone.
EXPOSE 8080 9090

HEALTHCHECK --interval=30s --timeout=5s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT || process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["node", "--max-semi-space-size=16", "/opt/latchkey/node_modules/latchkey/dist/main.js"]
CMD ["start"]
