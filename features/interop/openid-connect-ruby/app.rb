# A relying party on the gem openid_connect with Sinatra, by the wiki of the gem.

require 'json'
require 'openid_connect'
require 'securerandom'
require 'sinatra'

SCOPE = %w[openid profile email https://api.banno.com/consumer/auth/offline_access].freeze
Session = Struct.new(:id_token, :claims, :access_token, :refresh_token)
SESSIONS = {} # a cookie holds 4 KiB at most

set bind: '127.0.0.1', port: ENV.fetch('PORT'), show_exceptions: false, dump_errors: false
set :sessions, key: 'session'
# Addresses have codes in them, which belong in no log.
set :server_settings, AccessLog: []
disable :logging

OpenIDConnect.http_config { |http| http.ssl_config.set_trust_ca ENV.fetch('CA_FILE') }

set :provider, OpenIDConnect::Discovery::Provider::Config.discover!(ENV.fetch('ISSUER'))

def provider
  settings.provider
end

# One for each request, since it remembers the code or refresh token that it is to redeem.
def client
  @client ||= OpenIDConnect::Client.new(
    identifier: ENV.fetch('CLIENT_ID'),
    secret: ENV.fetch('CLIENT_SECRET'),
    redirect_uri: ENV.fetch('REDIRECT_URI'),
    authorization_endpoint: provider.authorization_endpoint,
    token_endpoint: provider.token_endpoint,
    userinfo_endpoint: provider.userinfo_endpoint
  )
end

def signed_in
  SESSIONS[session[:id]] or halt 401, 'not signed in'
end

get('/') { 'openid_connect' }

get '/login' do
  session.update(state: SecureRandom.hex, nonce: SecureRandom.hex, verifier: SecureRandom.urlsafe_base64(32))
  # The gem leaves PKCE to whoever uses it.
  challenge = Base64.urlsafe_encode64 Digest::SHA256.digest(session[:verifier]), padding: false
  redirect client.authorization_uri(scope: SCOPE, state: session[:state], nonce: session[:nonce],
                                    code_challenge: challenge, code_challenge_method: 'S256')
end

get '/callback' do
  halt 400, 'the state is not this browser’s' unless params[:state] && params[:state] == session.delete(:state)
  halt 400, "#{params[:error]}: #{params[:error_description]}" if params[:error]
  client.authorization_code = params[:code]
  tokens = client.access_token!(code_verifier: session.delete(:verifier))
  claims = OpenIDConnect::ResponseObject::IdToken.decode tokens.id_token, provider.jwks
  claims.verify! issuer: provider.issuer, client_id: client.identifier, nonce: session.delete(:nonce)
  session[:id] = SecureRandom.hex
  SESSIONS[session[:id]] = Session.new(tokens.id_token, claims, tokens, tokens.refresh_token)
  redirect '/me'
end

get '/me' do
  content_type :json
  { claims: signed_in.claims, userinfo: signed_in.access_token.userinfo! }.to_json
end

get '/refresh' do
  before = signed_in.refresh_token
  client.refresh_token = before
  tokens = client.access_token!
  signed_in.access_token = tokens
  signed_in.refresh_token = tokens.refresh_token || before
  content_type :json
  { refreshed: true, rotated: signed_in.refresh_token != before }.to_json
end

# The gem reads `end_session_endpoint` and leaves the rest to whoever uses it.
get '/logout' do
  ended = SESSIONS.delete session.delete(:id)
  query = { id_token_hint: ended&.id_token, post_logout_redirect_uri: ENV.fetch('POST_LOGOUT_REDIRECT_URI') }
  redirect "#{provider.end_session_endpoint}?#{query.compact.to_query}"
end

error do
  error = env['sinatra.error']
  content_type :text
  halt 400, "#{error.class}: #{error.message}"
end
