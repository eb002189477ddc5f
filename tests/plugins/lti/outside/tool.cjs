// A tool made with ltijs and ltijs-sequelize, as their documentation has it. Arguments: the folder with
// the packages, a port, the academy's address, our name there, and the file of the database.
const [folder, port, issuer, clientId, file] = process.argv.slice(2);
const take = (name) => require(require.resolve(name, { paths: [folder] }));
const { Provider: lti } = take("ltijs");
const Database = take("ltijs-sequelize");

const database = new Database("lti", "user", "password", { dialect: "sqlite", storage: file, logging: false });
lti.setup("a-secret-of-the-tool-and-not-ours", { plugin: database }, {
  appRoute: "/", loginRoute: "/login", keysetRoute: "/keys",
  cookies: { secure: false, sameSite: "" },
});

lti.onConnect(async (token, _request, response) => {
  const { lineItems } = await lti.Grade.getLineItems(token);
  const [item] = lineItems;
  await lti.Grade.submitScore(token, item.id, {
    userId: token.user, scoreGiven: 9, scoreMaximum: 10, comment: "Done in ltijs",
    activityProgress: "Completed", gradingProgress: "FullyGraded",
  });
  const { scores } = await lti.Grade.getScores(token, item.id, { userId: token.user });
  const members = await lti.NamesAndRoles.getMembers(token);
  response.json({
    user: token.user, userInfo: token.userInfo, roles: token.platformContext.roles,
    resource: token.platformContext.resource, custom: token.platformContext.custom,
    lineItems, scores, members: members.members,
  });
});

lti.onDeepLinking(async (token, _request, response) => {
  const items = [{
    type: "ltiResourceLink", title: "Chosen in ltijs", custom: { exercise: "7" },
    url: `http://127.0.0.1:${port}/`, lineItem: { scoreMaximum: 10, label: "Chosen" },
  }];
  response.send(await lti.DeepLinking.createDeepLinkingForm(token, items, {}));
});

lti.onInvalidToken((_request, response) => response.status(401).json(response.locals.err));

(async () => {
  await lti.deploy({ port: Number(port), silent: true });
  await lti.registerPlatform({
    url: issuer, name: "Academy", clientId,
    authenticationEndpoint: `${issuer}/p/lti/auth`,
    accesstokenEndpoint: `${issuer}/p/lti/token`,
    authConfig: { method: "JWK_SET", key: `${issuer}/p/lti/keys.json` },
  });
  console.log("ready");
})().catch((error) => { console.error(error); process.exit(1); });
