# One image for every process of Hakika: docker-compose.yml gives each its command. The simulated
# Safaricom has an image of its own, so that nothing of it is where real money moves.
#
# Tags are exact but can be moved by who owns them. To pin by digest, read the digest of a tag that
# you trust (`docker buildx imagetools inspect <image>:<tag>`) and append it: `<image>:<tag>@sha256:…`.
# Debian, not Alpine: Temporal's native core is built for glibc only.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /srv/hakika
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node_modules/.bin/tsc --project tsconfig.build.json \
    # Bundled here, so that a worker starts without a bundler and runs what was tested.
    && node dist/workers/buildBundle.js dist/workflowBundle.js \
    && mv dist/simulator simulatorDist \
    && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim AS runtime
ENV NODE_ENV=production \
    NODE_OPTIONS=--enable-source-maps \
    MALLOC_ARENA_MAX=2
WORKDIR /srv/hakika
# Owned by root and run by another: a process that is taken over cannot change its own code.
COPY --from=build /srv/hakika/package.json ./
COPY --from=build /srv/hakika/node_modules ./node_modules

FROM runtime AS simulator
COPY --from=build /srv/hakika/simulatorDist ./dist/simulator
USER node
CMD ["node", "dist/simulator/main.js"]

# The last stage is what `docker build` makes when it is told no other.
FROM runtime AS production
ENV WORKFLOW_BUNDLE_PATH=/srv/hakika/dist/workflowBundle.js
COPY --from=build /srv/hakika/dist ./dist
USER node
CMD ["node", "dist/api/main.js"]
