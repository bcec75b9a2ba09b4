# Hookline without a screen: one agent for one repository. docs/containers.md says how to run it.
#
#     docker build -t hookline .
#
# Debian, because Hookline's SQLite and git are tested there.

FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
# The command line and what it stands on, with the versions of the lockfile; then its compiled form
# and its dependencies alone, in one folder.
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile --filter . --filter "@hookline/cli..."
RUN npx --yes pnpm@12.21.0 --filter "@hookline/cli..." run build
RUN npx --yes pnpm@12.21.0 --filter @hookline/cli deploy --prod /app

FROM node:24-bookworm-slim
# tini ends what commands leave behind, which Node as the first process would not.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client tini \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
COPY --chmod=755 docker/hookline /usr/local/bin/hookline
# The state of the agent, and a place for the repository; a volume mounted there begins with this owner.
RUN install --directory --owner=node --group=node --mode=0700 /var/lib/hookline \
  && install --directory --owner=node --group=node /data
ENV HOOKLINE_HOME=/var/lib/hookline HOOKLINE_HEADLESS=1 NODE_ENV=production
USER node
WORKDIR /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["hookline", "healthcheck"]
ENTRYPOINT ["tini", "--", "hookline"]
CMD ["agent", "--repo", "/data/repository"]
