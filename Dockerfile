# onrecord in a container: as a user without rights, on a root file system that nobody has to write to.
# All that is written goes to /data: the store where it is a file, and what a build needs for a while.
FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 ONRECORD_STORE=/data/corpus.db ONRECORD_LOG=json TMPDIR=/data
# A volume that is new gets the owner of the folder.
RUN mkdir --mode=0755 /data && chown 1000:1000 /data
COPY --from=dependencies /app/node_modules /app/node_modules
COPY package.json LICENSE /app/
COPY docs/queries.md /app/docs/queries.md
COPY src /app/src
# A sample, where no other folder is mounted over it. Problems are told by their paths from here: content/articles/….
COPY content /content
WORKDIR /
# By number, so that orchestrators can tell that it is not root: it is the user "node" of the image.
USER 1000:1000
VOLUME /data
EXPOSE 4000
# Whether the process answers. Whether requests should be sent to it says /readyz, to whoever balances them: a database that is
# away is no reason to restart everybody.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10m CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/src/onrecord.js"]
CMD ["serve"]
