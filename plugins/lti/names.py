"""The names of LTI 1.3, Deep Linking 2.0, Assignment and Grade Services 2.0 and Names and Role
Provisioning Services 2.0, as 1EdTech wrote them."""

_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = f"{_CLAIM}message_type"
VERSION = f"{_CLAIM}version"
DEPLOYMENT_ID = f"{_CLAIM}deployment_id"
TARGET_LINK_URI = f"{_CLAIM}target_link_uri"
RESOURCE_LINK = f"{_CLAIM}resource_link"
ROLES = f"{_CLAIM}roles"
CONTEXT = f"{_CLAIM}context"
CUSTOM = f"{_CLAIM}custom"
PRESENTATION = f"{_CLAIM}launch_presentation"
PLATFORM = f"{_CLAIM}tool_platform"

_DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
DEEP_LINKING = f"{_DEEP}deep_linking_settings"
CONTENT_ITEMS = f"{_DEEP}content_items"
DATA = f"{_DEEP}data"
ERROR_MESSAGE = f"{_DEEP}errormsg"

AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"

RESOURCE_REQUEST = "LtiResourceLinkRequest"
DEEP_REQUEST = "LtiDeepLinkingRequest"
DEEP_RESPONSE = "LtiDeepLinkingResponse"
LTI = "1.3.0"

_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM_READ = f"{_SCOPE}lineitem.readonly"
RESULT_READ = f"{_SCOPE}result.readonly"
SCORE = f"{_SCOPE}score"
MEMBERS_READ = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"

LINE_ITEM_TYPE = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
RESULTS_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"
MEMBERS_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
LEARNER = f"{_MEMBERSHIP}Learner"
INSTRUCTOR = f"{_MEMBERSHIP}Instructor"
"""Who gives the course from which somebody comes."""
CHOOSERS = {
    *(f"{_MEMBERSHIP}{one}" for one in ("Instructor", "ContentDeveloper", "Administrator")),
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Faculty",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor",
}
"""Who may choose what stands in a course."""
