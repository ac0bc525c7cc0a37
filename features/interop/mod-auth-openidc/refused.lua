-- The module says what it refuses on a page of its own, with 200. What it accepts it redirects, whatever stands here.
function refused(r)
  r.status = 400
  return apache2.DECLINED
end
