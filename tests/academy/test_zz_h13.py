import pytest
from html.parser import HTMLParser
from django.test import Client
from tests.academy.world import make_world
pytestmark = pytest.mark.django_db
VOID={"img","br","input","meta","link","hr","path","use","source","circle","rect"}
class P(HTMLParser):
    def __init__(s):
        super().__init__(); s.stack=[]; s.out=[]
    def handle_starttag(s,t,a):
        a=dict(a)
        nl = (bool(s.stack) and s.stack[-1][1])
        if t!="html" and "lang" in a: nl = a["lang"]=="nl"
        if not nl:
            for k in ("aria-label","placeholder","title","alt","data-words","content"):
                if a.get(k): s.out.append(f"[{k}] {a[k]}")
        if t not in VOID: s.stack.append((t,nl or t in("script","style")))
    def handle_endtag(s,t):
        if t in VOID: return
        while s.stack:
            if s.stack.pop()[0]==t: break
    def handle_data(s,d):
        if d.strip() and not (s.stack and s.stack[-1][1]): s.out.append(" ".join(d.split()))
def test_x():
    w=make_world(); ad=w.addresses()
    import os
    lang=os.environ.get("L","en")
    def c(role):
        cl=Client(); cl.cookies["taal"]=lang
        if w.people[role]: cl.force_login(w.people[role])
        return cl
    seen=set()
    for role,u in [("visitor","/"),("visitor","/trainingen/"),("visitor","/trainingen/luisteren/"),("visitor","/agenda/"),("visitor","/leerlijnen/"),("visitor","/lezingen/"),("visitor","/signaal/"),("visitor","/account/login/"),("visitor","/account/signup/"),("visitor","/account/password/reset/"),("visitor","/account/login/code/"),("visitor","/inschrijven/{coming}/"),("participant","/"),("participant","/mijn/"),("participant","/inschrijven/{coming}/"),("participant","/inschrijven/{past}/"),("participant","/evaluatie/{past}/"),("participant","/trainingen/{training}/lessen/{closed_lesson}/"),("participant","/mijn/gegevens/"),("participant","/account/email/"),("participant","/account/password/set/"),("participant","/account/password/change/"),("participant","/account/logout/"),("participant","/account/2fa/"),("visitor","/certificaat/"),("visitor","/certificaat/{code}/"),("visitor","/bestaatniet/"),("participant","/account/reauthenticate/"),("participant","/account/confirm-email/"),("participant","/account/inactive/")]:
        r=c(role).get(u.format(**ad),follow=True)
        p=P(); p.feed(r.content.decode())
        print("=====",role,u,r.status_code,r.redirect_chain)
        for l in p.out:
            if l not in seen: print("   ",l)
            seen.add(l)
