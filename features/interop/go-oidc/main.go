// A relying party on github.com/coreos/go-oidc and golang.org/x/oauth2, as the examples of go-oidc have it.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"net/url"
	"os"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

var scopes = []string{oidc.ScopeOpenID, "profile", "email", "https://api.banno.com/consumer/auth/offline_access"}

func main() {
	// Go itself trusts the authority: crypto/x509 reads SSL_CERT_FILE.
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("ISSUER"))
	if err != nil {
		log.Fatal(err)
	}
	party := &party{
		provider: provider,
		config: oauth2.Config{
			ClientID: os.Getenv("CLIENT_ID"), ClientSecret: os.Getenv("CLIENT_SECRET"),
			Endpoint: provider.Endpoint(), RedirectURL: os.Getenv("REDIRECT_URI"), Scopes: scopes,
		},
		verifier: provider.Verifier(&oidc.Config{ClientID: os.Getenv("CLIENT_ID")}),
	}
	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("go-oidc")) })
	http.HandleFunc("GET /login", party.login)
	http.HandleFunc("GET /callback", answer(party.callback))
	http.HandleFunc("GET /me", answer(party.me))
	http.HandleFunc("GET /refresh", answer(party.refresh))
	http.HandleFunc("GET /logout", answer(party.logout))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}

type party struct {
	provider *oidc.Provider
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	sessions sync.Map
}

type session struct {
	token   *oauth2.Token
	idToken *oidc.IDToken
}

func (p *party) login(w http.ResponseWriter, r *http.Request) {
	state, nonce, verifier := rand.Text(), rand.Text(), oauth2.GenerateVerifier()
	for name, value := range map[string]string{"state": state, "nonce": nonce, "verifier": verifier} {
		http.SetCookie(w, &http.Cookie{Name: name, Value: value, HttpOnly: true})
	}
	address := p.config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
	http.Redirect(w, r, address, http.StatusFound)
}

func (p *party) callback(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	if state := cookie(r, "state"); state == "" || query.Get("state") != state {
		return errors.New("state did not match")
	}
	token, err := p.config.Exchange(r.Context(), query.Get("code"), oauth2.VerifierOption(cookie(r, "verifier")))
	if err != nil {
		return err
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return errors.New("no id_token in the answer")
	}
	idToken, err := p.verifier.Verify(r.Context(), raw)
	if err != nil {
		return err
	}
	if idToken.Nonce != cookie(r, "nonce") {
		return errors.New("nonce did not match")
	}
	if err := idToken.VerifyAccessToken(token.AccessToken); err != nil {
		return err
	}
	id := rand.Text()
	p.sessions.Store(id, &session{token, idToken})
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, HttpOnly: true})
	http.Redirect(w, r, "/me", http.StatusFound)
	return nil
}

func (p *party) me(w http.ResponseWriter, r *http.Request) error {
	s, err := p.session(r)
	if err != nil {
		return err
	}
	userInfo, err := p.provider.UserInfo(r.Context(), p.config.TokenSource(r.Context(), s.token))
	if err != nil {
		return err
	}
	var claims, told map[string]any
	if err := errors.Join(s.idToken.Claims(&claims), userInfo.Claims(&told)); err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(map[string]any{"claims": claims, "userinfo": told})
}

func (p *party) refresh(w http.ResponseWriter, r *http.Request) error {
	s, err := p.session(r)
	if err != nil {
		return err
	}
	// A token source refreshes what is no longer valid, such as a token without an access token.
	token, err := p.config.TokenSource(r.Context(), &oauth2.Token{RefreshToken: s.token.RefreshToken}).Token()
	if err != nil {
		return err
	}
	rotated := token.RefreshToken != s.token.RefreshToken
	p.sessions.Store(cookie(r, "session"), &session{token, s.idToken})
	return json.NewEncoder(w).Encode(map[string]bool{"refreshed": true, "rotated": rotated})
}

// go-oidc knows nothing of RP-initiated logout but lets the metadata be read.
func (p *party) logout(w http.ResponseWriter, r *http.Request) error {
	s, err := p.session(r)
	if err != nil {
		return err
	}
	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := p.provider.Claims(&metadata); err != nil {
		return err
	}
	p.sessions.Delete(cookie(r, "session"))
	hint, _ := s.token.Extra("id_token").(string)
	query := url.Values{"id_token_hint": {hint}, "post_logout_redirect_uri": {os.Getenv("POST_LOGOUT_REDIRECT_URI")}}
	http.Redirect(w, r, metadata.EndSession+"?"+query.Encode(), http.StatusFound)
	return nil
}

func (p *party) session(r *http.Request) (*session, error) {
	if s, ok := p.sessions.Load(cookie(r, "session")); ok {
		return s.(*session), nil
	}
	return nil, errors.New("not signed in")
}

func answer(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	}
}

func cookie(r *http.Request, name string) string {
	if found, err := r.Cookie(name); err == nil {
		return found.Value
	}
	return ""
}
